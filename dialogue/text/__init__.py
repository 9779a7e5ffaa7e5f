"""What people write: checked, shown as safe HTML, and its language guessed. Imports nothing of ours."""
