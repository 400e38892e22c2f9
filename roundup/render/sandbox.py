"""Where templates run: they reach what they are given and nothing else, and come to an end.

Templates are handed round like any other file. One that was made to hang or fill a machine is stopped: by the numbers
it may count through, by the texts it may repeat, by the size of what it makes, and by the clock between two pieces.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice
from typing import Any

from jinja2 import Template, TemplateRuntimeError, Undefined
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from roundup.render.escaping import safe
from roundup.render.generator import Generator, QuickMacro, kinds_with

MOST_NUMBERS = 200_000  # that all ranges of one page may hold together
LARGEST_TEXT = 5_000_000  # characters that one operation may make
LARGEST_PAGE = 50_000_000  # characters
LONGEST_SECONDS = 30.0
_AT_ONCE = 32  # pieces that are counted together

_left: ContextVar[int] = ContextVar("numbers a template may still count through", default=MOST_NUMBERS)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox with bounds on what an expression may make."""

    code_generator_class: type[CodeGenerator] = Generator
    intercepted_binops = frozenset(["*", "**", "%"])

    def __init__(self, **options: Any) -> None:
        super().__init__(auto_reload=False, **options)
        self._made: dict[str, Template] = {}
        self._own: dict[int, Callable[..., Any]] = {}  # by their ids: what a template calls may be anything
        self.globals["range"] = _range
        for name in ("center", "indent"):
            self.filters[name] = _bounded(self.filters[name], name)
        # Formats can ask for any width, and nothing that is worth doing with them needs a template.
        del self.filters["format"]

    def give(self, name: str, function: Callable[..., Any]) -> None:
        """A function of ours, which templates may call as it is."""
        self.globals[name] = self._own[id(function)] = function

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As in Jinja, but settled: what templates may call is given before the first of them is read."""
        return {**self.globals, **(d or {})}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002 - Jinja's
        """As in Jinja, but a file is looked at once: who makes a sandbox makes another when files have changed."""
        made = self._made.get(name) if isinstance(name, str) and not globals else None
        if made is None:
            made = super().get_template(name, parent, globals)
            if isinstance(name, str):
                self._made[name] = made
        return made

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As in Jinja. Fields of our own values, nearly all that templates ask for, need be judged only once."""
        kind: Any = type(obj)
        if kind is TemplateModule:
            kind = obj.__class__ = _kind_of_module(frozenset(vars(obj)))
        if attribute in _fields(kind):
            kinds_with(attribute).add(kind)
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - Jinja's names
        """As in Jinja. A template's own macros and blocks are always safe to call, and nearly all that is called."""
        if type(__obj) is not QuickMacro:
            if not kwargs and (type(__obj) is BlockReference or id(__obj) in __self._own):
                return __obj(*args)
            return super().call(__context, __obj, *args, **kwargs)
        if len(args) != __obj._takes:
            return __obj(__context.eval_ctx, *args, **kwargs)
        if not kwargs and not __obj.caller:
            said = __obj._func(*args)
        elif __obj.caller and len(kwargs) == 1 and (caller := kwargs.get("caller")) is not None:
            said = __obj._func(*args, caller)
        else:
            return __obj(__context.eval_ctx, *args, **kwargs)
        return safe(said) if __context.eval_ctx.autoescape else said

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """`*` repeats texts, `**` makes numbers of any size, `%` pads texts: each within bounds."""
        if operator == "**" and not (_small(left) and _small(right)):
            raise TemplateRuntimeError("a number is too large for a template")
        if operator == "*" and _product(left, right) > LARGEST_TEXT:
            raise TemplateRuntimeError("a text is repeated too often")
        if operator == "%" and isinstance(left, str):
            raise TemplateRuntimeError("texts are joined with ~ in a template, not filled in with %")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As in Jinja, less the methods by which a text can be made to any size."""
        if isinstance(obj, str) and attr in ("center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Any:
        """Jinja's own way to str.format, which may ask for any width, is closed."""
        if super().wrap_str_format(value) is not None:
            raise TemplateRuntimeError("texts are joined with ~ in a template, not filled in with format()")
        return None


@lru_cache(maxsize=256)
def _kind_of_module(exported: frozenset[str]) -> type[TemplateModule]:
    """A kind of its own for imported templates that have these names, so that they are known by it."""
    names = {"_exported": exported, "__module__": TemplateModule.__module__}
    return type(TemplateModule.__name__, (TemplateModule,), names)


@lru_cache(maxsize=256)
def _fields(kind: type) -> frozenset[str]:
    """The names of the fields that anybody may see: of a data class, of the `loop` of a template, of an import."""
    names = dir(kind) if kind is LoopContext else getattr(kind, "__dataclass_fields__", getattr(kind, "_exported", ()))
    return frozenset(name for name in names if not name.startswith("_"))


def collected(pieces: Iterable[str]) -> str:
    """What a template makes, stopped (TemplateRuntimeError) when it is too much or takes too long."""
    return "".join(map("".join, _within_bounds(pieces)))


def encoded(pieces: Iterable[str]) -> bytes:
    """The same in UTF-8, "?" for what that cannot hold."""
    return b"".join(map(_encoded, _within_bounds(pieces)))


def _encoded(some: list[str]) -> bytes:
    # One dash makes all that it is joined to slow to encode: most pieces are ASCII, which is copied.
    if all(map(str.isascii, some)):
        return "".join(some).encode()
    return b"".join([piece.encode("utf-8", "replace") for piece in some])


def _within_bounds(pieces: Iterable[str]) -> Iterator[list[str]]:
    token = _left.set(MOST_NUMBERS)
    try:
        end, size, coming = time.monotonic() + LONGEST_SECONDS, 0, iter(pieces)
        while some := list(islice(coming, _AT_ONCE)):
            size += sum(map(len, some))
            if size > LARGEST_PAGE:
                raise TemplateRuntimeError(f"the page grows beyond {LARGEST_PAGE:,} characters")
            if time.monotonic() > end:
                raise TemplateRuntimeError(f"the template is not done after {LONGEST_SECONDS:.0f} seconds")
            yield some
    finally:
        _left.reset(token)


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    left = _left.get() - len(numbers)
    if left < 0:
        raise TemplateRuntimeError(f"ranges hold more than {MOST_NUMBERS:,} numbers together")
    _left.set(left)
    return numbers


def _bounded(filter_: Any, name: str) -> Any:
    def bounded(text: Any, width: Any = 4, *more: Any, **named: Any) -> Any:
        if isinstance(width, int) and width > 1_000:
            raise TemplateRuntimeError(f"{name} by {width:,} is too far")
        return filter_(text, width, *more, **named)

    return bounded


def _small(value: Any) -> bool:
    return isinstance(value, int | float | Undefined) and (isinstance(value, Undefined) or abs(value) <= 1_000)


def _product(left: Any, right: Any) -> int:
    """How long a repeated text, list or tuple would be; 0 where nothing is repeated."""
    for text, times in ((left, right), (right, left)):
        if isinstance(text, str | list | tuple) and isinstance(times, int):
            return len(text) * max(times, 0)
    return 0
