"""What a person does on a phone, in a real browser."""
