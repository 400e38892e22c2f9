"""What templates are compiled to: Jinja's own code, shorter where our templates spend their time.

Nearly all that a template asks for is a field of one of our own values, nearly all that it says is safe already, and
nearly all that it calls is a macro. Each is told at a glance here; whatever is anything else goes Jinja's own way.
"""

from __future__ import annotations

from collections.abc import Callable
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Macro
from markupsafe import escape

from roundup.render.escaping import escaped

_KINDS: dict[str, set[type]] = {}
# What a macro is that takes nothing, but for its function and where it was made.
_TAKES_NOTHING: dict[str, object] = {
    "name": None,
    "arguments": (),
    "catch_kwargs": False,
    "catch_varargs": False,
    "caller": False,
    "explicit_caller": False,
    "_argument_count": 0,
    "_takes": 0,
    "_said_with": 0,
}


def kinds_with(field: str) -> set[type]:
    """The kinds of values met so far that have such a field and may show it: always the same set, which grows."""
    return _KINDS.setdefault(field, set())


class QuickMacro(Macro):
    """Jinja's macro, which knows with how many values it is nearly always called; -1 if it takes any number."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        plain = not (self.catch_kwargs or self.catch_varargs or self.explicit_caller)
        self._takes = self._argument_count if plain else -1
        self._said_with = -1 if self.caller else self._takes  # as many values, and nothing else, make it speak


def block_called(environment: Environment, function: Callable[[], str], escapes: bool) -> QuickMacro:
    """What a macro knows as `caller`: as QuickMacro makes it of a block without names, in a quarter of the time."""
    made = QuickMacro.__new__(QuickMacro)
    made.__dict__ = {
        **_TAKES_NOTHING,
        "_environment": environment,
        "_func": function,
        "_default_autoescape": escapes,
    }
    return made


def spelled(value: object) -> str:
    """What is not yet safe, as it may stand in HTML."""
    if type(value) is str:
        return escaped(value)
    return str(value) if type(value) is int else escape(value)


class Generator(CodeGenerator):
    """Jinja's compiler, with these short ways."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802 - Jinja's name
        """The names that the short ways need, then the template."""
        self.writeline("from roundup.render.generator import QuickMacro, block_called, kinds_with, spelled")
        for name in sorted({asked.attr for asked in node.find_all(nodes.Getattr) if _plain(asked.attr)}):
            self.writeline(f"_with_{name} = kinds_with({name!r})")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:  # noqa: N802 - as above
        """A field of a kind that is known to have it is taken; the sandbox judges all else, and learns kinds."""
        if not _plain(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write(f"(_it.{node.attr} if type(_it := (")
        self.visit(node.node, frame)
        self.write(f")) in _with_{node.attr} else environment.getattr(_it, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:  # noqa: N802 - as above
        """By the sandbox, without the variables of loops and blocks: no function that templates reach asks for them."""
        if forward_caller and _calls_by_name(node):
            self._say_macro(node, frame, "caller", f"_macro.caller and _macro._takes == {len(node.args)}")
        self.write("environment.call(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def macro_def(self, macro_ref: Any, frame: Any) -> None:
        """As in Jinja, of our own kind."""
        takes = (macro_ref.node.args, macro_ref.accesses_kwargs, macro_ref.accesses_varargs, macro_ref.accesses_caller)
        if isinstance(macro_ref.node, nodes.CallBlock) and not any(takes):
            self.write("block_called(environment, macro, context.eval_ctx.autoescape)")
            return
        self.write("Quick")
        super().macro_def(macro_ref, frame)

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if self._plainly_escaped(frame, finalize):
            self.write("(")
            if _calls_by_name(node):
                self._say_macro(node, frame, "", f"_macro._said_with == {len(node.args)}")
            self.write("_said if type(_said := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        if self._plainly_escaped(frame, finalize):
            self.write(")) is Markup else spelled(_said))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _say_macro(self, node: nodes.Call, frame: Any, more: str, may: str) -> None:
        """What a macro says is escaped where it was written, so it goes into the page as it is, if it `may`.

        It is given the values of the call, and `more`.
        """
        self.write("_macro._func(")
        for value in node.args:
            self.visit(value, frame)
            self.write(", ")
        self.write(f"{more}) if type(_macro := (")
        self.visit(node.node, frame)
        self.write(f")) is QuickMacro and {may} else ")

    @staticmethod
    def _plainly_escaped(frame: Any, finalize: Any) -> bool:
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


def _calls_by_name(node: nodes.Node) -> bool:
    """True for `part.macro(value, …)`: nothing in it does anything, so that it may be written twice.

    A block of the page (`self.title()`) is no macro.
    """
    if not isinstance(node, nodes.Call) or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return False
    named = node.node.node if isinstance(node.node, nodes.Getattr) else node.node
    return (
        isinstance(named, nodes.Name)
        and named.name != "self"
        and not any(value.find(nodes.Call) or isinstance(value, nodes.Call) for value in node.args)
    )


def _plain(name: str) -> bool:
    """True for what means the same in Python: no keyword, nothing that Python would spell otherwise (PEP 3131)."""
    return name.isascii() and name.isidentifier() and not iskeyword(name) and not name.startswith("_")
