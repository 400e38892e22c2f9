"""Where templates run: they reach what they are given and nothing else, and come to an end.

Templates are handed round like any other file. One that was made to hang or fill a machine is stopped: by the numbers
it may count through, by the texts it may repeat, by the size of what it makes, and by the clock between two pieces.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from jinja2 import TemplateRuntimeError, Undefined
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_NUMBERS = 200_000  # that all ranges of one page may hold together
LARGEST_TEXT = 5_000_000  # characters that one operation may make
LARGEST_PAGE = 50_000_000  # characters
LONGEST_SECONDS = 30.0

_left: ContextVar[int] = ContextVar("numbers a template may still count through", default=MOST_NUMBERS)


class Generator(CodeGenerator):
    """Jinja's compiler. What is safe already, nearly all that our templates say, goes out without being asked again."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if self._plainly_escaped(frame, finalize):
            self.write("(_said if type(_said := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        if self._plainly_escaped(frame, finalize):
            self.write(")) is Markup else escape(_said))")
        else:
            super()._output_child_post(node, frame, finalize)

    @staticmethod
    def _plainly_escaped(frame: Any, finalize: Any) -> bool:
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox with bounds on what an expression may make."""

    code_generator_class = Generator
    intercepted_binops = frozenset(["*", "**", "%"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals["range"] = _range
        for name in ("center", "indent"):
            self.filters[name] = _bounded(self.filters[name], name)
        # Formats can ask for any width, and nothing that is worth doing with them needs a template.
        del self.filters["format"]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As in Jinja. Fields of our own values, nearly all that templates ask for, need not be judged each time."""
        kind: Any = type(obj)
        if attribute in _fields(kind):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - Jinja's names
        """As in Jinja. A template's own macros are always safe to call, and nearly all that is called."""
        if type(__obj) is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(__context.eval_ctx, *args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

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
def _fields(kind: type) -> frozenset[str]:
    """The names of the fields of a data class that anybody may see."""
    return frozenset(name for name in getattr(kind, "__dataclass_fields__", ()) if not name.startswith("_"))


def collected(pieces: Iterable[str]) -> str:
    """What a template makes, stopped (TemplateRuntimeError) when it is too much or takes too long."""
    token = _left.set(MOST_NUMBERS)
    try:
        return "".join(_within_bounds(pieces))
    finally:
        _left.reset(token)


def _within_bounds(pieces: Iterable[str]) -> Iterable[str]:
    end, size = time.monotonic() + LONGEST_SECONDS, 0
    for number, piece in enumerate(pieces):
        size += len(piece)
        if size > LARGEST_PAGE:
            raise TemplateRuntimeError(f"the page grows beyond {LARGEST_PAGE:,} characters")
        if number % 256 == 255 and time.monotonic() > end:
            raise TemplateRuntimeError(f"the template is not done after {LONGEST_SECONDS:.0f} seconds")
        yield piece


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
