"""What the operator can ask of the front door."""
