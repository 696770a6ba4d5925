"""Chance: one stream per run, month and step, room and entity name.

Keys are folded, never split, so that adding a room, a row or a run leaves all other draws as
they were, and any run can be repeated alone. A draw is one block of Threefry: the key of its run
and step encrypts the codes of its name and member (Salmon, Moraes, Dror and Shaw 2011).
"""

import math
import zlib

import equinox as eqx
import jax
import jax.numpy as jnp
from jax.extend.random import threefry2x32_p
from jaxtyping import Array, Float, Key, UInt32

from sinews.core.numerics import Mode

CONCRETE_TEMPERATURE = 0.4
# Keeps the mean of a concrete draw within 2 % of its probability; 30 % too high without it.
CONCRETE_SHIFT = math.log(math.pi * CONCRETE_TEMPERATURE / math.sin(math.pi * CONCRETE_TEMPERATURE))
MOST_COUNTED = 27
"""A Poisson number of mean 8 reaches this once in a million draws."""


def name_code(name: str) -> int:
    """Return a 32-bit code of a name that never changes between versions or machines."""
    return zlib.crc32(name.encode())


class Chance(eqx.Module):
    """The draws of one step.

    Attributes:
        keys: one key per run, already folded with month and step.
        entities: codes of the member names of each axis, [member].
        mode: see `Numerics`.
        stream: whose draws these are: a room; empty for none.
    """

    keys: Key[Array, " run"]
    entities: dict[str, UInt32[Array, " _"]]
    mode: Mode = eqx.field(static=True)
    stream: str = eqx.field(static=True, default="")

    def room(self, name: str) -> "Chance":
        """Return the stream of one room."""
        return Chance(self.keys, self.entities, self.mode, name)

    def _draw(self, name: str, axis: str | None) -> Float[Array, "..."]:
        """Return uniform draws, [run] or [member, run]."""
        shape = self._shape(axis)
        code = jnp.uint32(name_code(f"{self.stream}.{name}"))
        members = jnp.uint32(0) if axis is None else self.entities[axis][:, None]
        key = jax.random.key_data(self.keys)
        words = (key[:, 0], key[:, 1], code, members)
        # The run stays the last axis, which is twice as fast as mapping over it.
        high, low = threefry2x32_p.bind(*(jnp.broadcast_to(word, shape) for word in words))
        # 52 bits and a half: never 0 or 1, and exact in float64.
        bits = high.astype(jnp.float64) * 2.0**20 + jnp.floor(low.astype(jnp.float64) * 2.0**-12)
        return (bits + 0.5) * 2.0**-52

    def uniform(self, name: str, axis: str | None = None) -> Float[Array, "..."]:
        """Draw from the open unit interval, [run] or [member, run]; one half in mean mode."""
        if self.mode == "mean":
            return jnp.full(self._shape(axis), 0.5)
        return self._draw(name, axis)

    def normal(self, name: str, axis: str | None = None) -> Float[Array, "..."]:
        """Draw from the standard normal law, [run] or [member, run]; zero in mean mode."""
        if self.mode == "mean":
            return jnp.zeros(self._shape(axis))
        # One primitive, where ndtri is sixty; the argument is exact at 52 bits.
        return math.sqrt(2.0) * jax.lax.erf_inv(2.0 * self._draw(name, axis) - 1.0)

    def noise(self, sigma, name: str, axis: str | None = None) -> Float[Array, "..."]:
        """Draw a lognormal factor of mean one; one in mean mode.

        Args:
            sigma: standard deviation of its logarithm, broadcast against the draw.
            name: name of the draw within its room.
            axis: axis whose members draw independently.
        """
        if self.mode == "mean":
            return jnp.ones(self._shape(axis))
        return jnp.exp(sigma * self.normal(name, axis) - 0.5 * sigma**2)

    def event(self, probability, name: str, axis: str | None = None) -> Float[Array, "..."]:
        """Draw whether something happens: 0 or 1, its probability, or a smooth stand-in.

        The smooth form is the binary concrete law (Jang, Gu and Poole 2017; Maddison, Mnih and
        Teh 2017), shifted so that its mean stays near the probability.
        """
        if self.mode == "mean":
            return probability
        drawn = self.uniform(name, axis)
        if self.mode == "exact":
            return (drawn < probability).astype(probability.dtype)
        p = jnp.clip(probability, 1e-9, 1.0 - 1e-9)
        logits = jnp.log(p) - jnp.log1p(-p) - CONCRETE_SHIFT * (1.0 - 2.0 * p)
        # A low draw is an event here as in exact mode, so that both modes tell one story.
        drawn_logits = jnp.log1p(-drawn) - jnp.log(drawn)
        return jax.nn.sigmoid((logits + drawn_logits) / CONCRETE_TEMPERATURE)

    def count(
        self, rate, name: str, axis: str | None = None, *, most: int = MOST_COUNTED
    ) -> Float[Array, "..."]:
        """Draw how often something of an expected number happens: a Poisson number.

        Small rates by inversion, greater ones by the rounded normal law. In mean and soft mode
        the rate: a smooth number as skewed as a rare event has no gradient worth having.

        Args:
            rate: expected number, broadcast against the draw.
            name: name of the draw within its room.
            axis: axis whose members draw independently.
            most: numbers told apart one by one; beyond 3 tenths of it the normal law takes over.
        """
        if self.mode != "exact":
            return rate
        drawn = self.uniform(name, axis)
        large = 0.3 * most
        few = jnp.minimum(rate, large)
        term = below = jnp.exp(-few)
        number = jnp.zeros_like(term * drawn)
        for count in range(1, most):
            number = number + (drawn > below)
            term = term * (few * (1.0 / count))
            below = below + term

        def with_many():
            spread = jnp.sqrt(2.0 * rate) * jax.lax.erf_inv(2.0 * drawn - 1.0)
            return jnp.where(rate > large, jnp.maximum(jnp.round(rate + spread), 0.0), number)

        return jax.lax.cond(jnp.any(rate > large), with_many, lambda: number)

    def pick(self, shares: Float[Array, "state ..."], name: str, axis: str | None = None):
        """Draw one state by its share, as ones and zeros; the shares themselves unless exact.

        Args:
            shares: probabilities that sum to one, [state, ...].
            name: name of the draw within its room.
            axis: axis whose members draw independently.
        """
        if self.mode != "exact":
            return shares
        reached = jnp.cumsum(shares, axis=0)
        drawn = self.uniform(name, axis)[None] * reached[-1:]
        place = jnp.sum(drawn >= reached[:-1], axis=0)
        return (place[None] == jnp.arange(len(shares)).reshape(-1, *(1,) * place.ndim)) * 1.0

    def _shape(self, axis: str | None) -> tuple[int, ...]:
        runs = self.keys.shape[0]
        return (runs,) if axis is None else (self.entities[axis].shape[0], runs)


def step_chance(
    keys: Key[Array, " run"], entities: dict[str, UInt32[Array, " _"]], step: Array, mode: Mode
) -> Chance:
    """Return the chance of one step: each run's key folded with the count of steps so far."""
    return Chance(jax.vmap(lambda key: jax.random.fold_in(key, step))(keys), entities, mode)


def run_keys(seed: int, runs: Array) -> Key[Array, " run"]:
    """Return one key per run number, a function of the seed and that number alone."""
    root = jax.random.key(seed)
    return jax.vmap(lambda run: jax.random.fold_in(root, run))(runs)
