"""A build in restartable stages, in bounded memory; see `dongxi.stages.drive`."""
