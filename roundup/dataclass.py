"""`@dataclass` as in the standard library, but ready sooner: for a program that is started often.

The standard library writes and compiles five or six functions for every class. That takes a millisecond a class each
time the program starts, for classes most of which a command never makes an object of. Here all classes share what
compares, hashes and shows their objects, and `__init__` is compiled when a class has made a few. The rest is the
standard library's own: fields(), replace(), asdict(), `match`, and all that type checkers know of dataclasses. A class
that builds on one of these is made by the same decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

__all__ = ["dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True) -> Callable[[type], type]:
        """The decorator. All classes here have slots; a frozen one refuses every change and can be hashed."""
        assert slots
        return lambda cls: _made(cls, frozen=frozen, eq=eq)

    def replace(each: Any, /, **changes: object) -> Any:
        """As in the standard library, in half the time."""
        copied, setters = _copying(each.__class__)
        if not changes.keys() <= setters.keys():
            return dataclasses.replace(each, **changes)
        made = copied(each)
        for name, value in changes.items():
            setters[name](made, value)
        return made


_Method = Callable[..., Any]
FEW: Final = 8  # objects of a class; to compile takes as long as to fill two dozen
_NEW: Final = object()  # stands for a default that is made anew for every object


def _made(cls: type, *, frozen: bool, eq: bool) -> type:
    # Without a docstring the standard library looks for a signature to show in its place, which takes long.
    cls.__doc__ = cls.__doc__ or cls.__name__
    own = set(cls.__dict__)
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    methods: dict[str, _Method | None] = {"__init__": _first_init(made), "__repr__": _repr}
    if eq:
        values = _values([field.name for field in dataclasses.fields(made) if field.compare])
        methods["__eq__"] = _equal(values)
        methods["__hash__"] = (lambda self: hash(values(self))) if frozen else None
    if frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _restore}
    for name in methods.keys() - own:
        setattr(made, name, methods[name])
    return made


def _first_init(cls: type) -> _Method:
    """An `__init__` that fills a few objects by itself, and then puts a compiled one in its own place."""
    filled = 0

    def init(self: object, /, *args: object, **kwargs: object) -> None:
        nonlocal filled
        filled += 1
        if filled <= FEW and (values := _values_given(cls, args, kwargs)) is not None:
            for name, value in values.items():
                object.__setattr__(self, name, value)
            if after := getattr(self, "__post_init__", None):
                after()
            return
        compiled = _compiled_init(cls)
        setattr(cls, "__init__", compiled)  # noqa: B010 - an assignment is what type checkers forbid
        compiled(self, *args, **kwargs)

    return init


def _values_given(cls: type, args: tuple[object, ...], kwargs: dict[str, object]) -> dict[str, object] | None:
    """Field → value; None where something is missing or too much, of which Python speaks better."""
    fields = dataclasses.fields(cls)
    given = dict(zip([field.name for field in fields], args, strict=False))
    if len(args) > len(fields) or given.keys() & kwargs.keys() or not all(field.init for field in fields):
        return None
    given |= kwargs
    values = {field.name: given.pop(field.name) if field.name in given else _default(field) for field in fields}
    return None if given or any(value is dataclasses.MISSING for value in values.values()) else values


def _default(field: dataclasses.Field[Any]) -> object:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


class _Filling(NamedTuple):
    """How a new object `self_` gets its fields: statements before, for each field, and after, and `names` in them."""

    names: dict[str, Any]
    before: str = "pass"
    each: str = "self_.{} = {}"
    after: str = "pass"


@cache
def _filling(cls: type) -> _Filling:
    setting: _Method = cls.__setattr__
    if setting is object.__setattr__:
        return _Filling({})
    if setting is not _refuse or cls.__bases__ != (object,):  # not made here, or with slots of other classes
        return _Filling({"assign_": object.__setattr__}, each="assign_(self_, '{}', {})")
    # A frozen object refuses what fills it, and to go round that field by field takes long. So it is of a class with
    # the same slots until it is full, which Python allows where two are laid out alike.
    twin = type(cls.__name__, (), {"__slots__": tuple(field.name for field in dataclasses.fields(cls))})
    names = {"turn_": object.__dict__["__class__"].__set__, "twin_": twin}
    return _Filling(names, before="own_ = self_.__class__; turn_(self_, twin_)", after="turn_(self_, own_)")


def _compiled_init(cls: type) -> _Method:
    """`__init__` with a parameter for each field."""
    filling = _filling(cls)
    names, parameters, body = dict(filling.names), ["self_"], [filling.before]
    for field in dataclasses.fields(cls):
        name, value = field.name, field.name
        if field.default is not dataclasses.MISSING:
            names[f"default_{name}"] = field.default
        if field.default_factory is not dataclasses.MISSING:
            names |= {f"default_{name}": _NEW, f"new_{name}": field.default_factory}
            value = f"new_{name}() if {name} is default_{name} else {name}"
        if field.init:
            parameters.append(f"{name}=default_{name}" if f"default_{name}" in names else name)
            body.append(filling.each.format(name, value))
    body.append(filling.after)
    if hasattr(cls, "__post_init__"):
        body.append("self_.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n  " + "\n  ".join(body), names)  # noqa: S102 - names of fields only
    init: _Method = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


@cache
def _copying(cls: type) -> tuple[_Method, dict[str, _Method]]:
    """What copies an object of a class, and what sets each of its fields; without these more has to be done."""
    fields = dataclasses.fields(cls)
    setters: dict[str, Any] = {field.name: getattr(getattr(cls, field.name, None), "__set__", None) for field in fields}
    if hasattr(cls, "__post_init__") or not all(field.init and setters[field.name] for field in fields):
        return dataclasses.replace, {}
    filling = _filling(cls)
    filled = [filling.each.format(name, f"of.{name}") for name in setters]
    body = ["self_ = new_(cls_)", filling.before, *filled, filling.after, "return self_"]
    names = {**filling.names, "new_": object.__new__, "cls_": cls}
    exec("def copied(of):\n  " + "\n  ".join(body), names)  # noqa: S102 - names of fields only
    return names["copied"], setters


def _values(names: Sequence[str]) -> _Method:
    """What gives the values of the fields of these names as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda each: tuple(getattr(each, name) for name in names)


def _equal(values: _Method) -> _Method:
    def equal(self: object, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return equal


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: object, name: str, *_: object) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__qualname__}.{name} is not to be changed")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
