"""What a new dataset package starts with: templates of its files, filled by `dongxi.init`."""
