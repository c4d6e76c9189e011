"""Looking things up, and the page of each thing that the packs know."""
