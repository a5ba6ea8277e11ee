"""What happens when things go wrong, on real servers: `make test-faults`, `make test-topology`."""
