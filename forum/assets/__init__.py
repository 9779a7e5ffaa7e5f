"""What browsers load: stylesheets and modules, kept in many small files, joined into few when they are collected."""
