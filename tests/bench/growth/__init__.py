"""What it takes for one huge room, and for very many rooms: arithmetic over measured costs, and a simulated fan-out."""
