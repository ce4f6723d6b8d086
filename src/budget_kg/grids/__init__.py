"""What readers of tables are made of: tables joined over pages, titles and units, the meaning of heads and rows."""
