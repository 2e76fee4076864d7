"""The gutter between the two reading panes: ribbons, badges and edge chips of the pairs on screen."""
