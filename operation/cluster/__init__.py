"""The cluster of deploy/cluster on this computer, without containers: `make test-cluster`."""
