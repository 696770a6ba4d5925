"""Loading: the libraries of the report, ahead of their use."""


def load_libraries(picture: bool) -> None:
    """Load what writing a run needs; it takes most of a second, while the compiler works."""
    import h5py
    import jinja2
    import xarray

    del h5py, jinja2, xarray
    if picture:
        import matplotlib.backends.backend_agg
        import matplotlib.figure

        del matplotlib
