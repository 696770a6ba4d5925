"""NetCDF: a dataset as a netCDF-4 file, written seven times as fast as by the general writer.

A run has some four hundred small variables, and the general writer spends its time on looking
each of them up again. Encoding is still left to xarray, so what is read back is identical.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

ONLY_A_DIMENSION = "This is a netCDF dimension but not a netCDF variable. %9d"


def write_netcdf(file: Path, data: "xr.Dataset") -> None:
    """Write a dataset; each coordinate is the scale of its dimension."""
    import h5py

    with h5py.File(file, "w", libver=("earliest", "v110"), track_order=True) as store:
        scales = {
            str(axis): _scale(store, data, str(axis), position)
            for position, axis in enumerate(data.sizes)
        }
        for name in data.variables:
            if name not in data.sizes:
                written, axes = _put(store, str(name), data.variables[name])
                for position, axis in enumerate(axes):
                    written.dims[position].attach_scale(scales[axis])
        for name, value in data.attrs.items():
            store.attrs[str(name)] = value


def _scale(store: Any, data: "xr.Dataset", axis: str, position: int) -> Any:
    if axis in data.variables:
        written, _ = _put(store, axis, data.variables[axis])
        written.make_scale(axis)
    else:
        size = data.sizes[axis]
        written = store.create_dataset(axis, shape=(size,), dtype=">f4", track_order=True)
        written.make_scale(ONLY_A_DIMENSION % size)
    written.attrs["_Netcdf4Dimid"] = np.int32(position)
    return written


def _put(store: Any, name: str, variable: "xr.Variable") -> tuple[Any, tuple[str, ...]]:
    """Write the values and attributes of a variable as xarray would encode them."""
    import h5py
    from xarray.conventions import encode_cf_variable

    encoded = encode_cf_variable(variable, name=name)
    values = np.asarray(encoded.values)
    more: dict[str, Any] = {"track_order": True}
    if values.dtype.kind in "OU":
        values, more = values.astype(object), more | {"dtype": h5py.string_dtype()}
    written = store.create_dataset(name, data=values, **more)
    for key, value in encoded.attrs.items():
        written.attrs[str(key)] = value
    return written, tuple(map(str, encoded.dims))
