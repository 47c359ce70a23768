"""Statements of the fast paths: SQLAlchemy compiles them once, the driver runs them.

That costs much less CPU than `Connection.execute`. SQLAlchemy still handles transactions, errors and types.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from typing_extensions import Unpack

_Select = Select[Unpack[tuple[Any, ...]]]  # of any columns
Process = Callable[[Any], Any] | None


class CompiledStatement:
    """One statement. `columns` names the values of an INSERT, which must be complete: no defaults are filled in.

    Its methods take the values of its bound parameters by name. They raise what SQLAlchemy raises.
    """

    def __init__(self, statement: _Select | Insert | Update | Delete, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, Compiled] = {}

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Return the first row (a named tuple) or None. All rows are fetched: use it for statements that find few."""
        compiled = self._for(connection.dialect)
        found = compiled.run(connection, values).fetchall()
        return compiled.row(found[0]) if found else None

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Return all rows."""
        compiled = self._for(connection.dialect)
        return [compiled.row(found) for found in compiled.run(connection, values).fetchall()]

    def scalar(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Return the first column of the first row, or None."""
        found = self.first(connection, values)
        return None if found is None else found[0]

    def run(self, connection: Connection, *several: Mapping[str, Any]) -> None:
        """Run the statement once for each set of values. Its result is not read."""
        compiled = self._for(connection.dialect)
        if len(several) == 1:
            compiled.run(connection, several[0])
        else:
            compiled.run_many(connection, several)

    def _for(self, dialect: Dialect) -> "Compiled":
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = Compiled(self._statement, self._columns, dialect)
        return found


class Compiled:
    """The statement in the SQL of one database, with the conversions of values to and from the driver's types."""

    def __init__(self, statement: Any, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=columns)
        if compiled.post_compile_params:
            raise ValueError("a compiled statement can't take a list of values: its length would change the SQL")
        if compiled.insert_prefetch or compiled.update_prefetch:
            missing = [column.name for column in (*compiled.insert_prefetch, *compiled.update_prefetch)]
            raise ValueError(f"a compiled statement can't fill in defaults: name {missing} too")
        self._dialect = dialect
        self.sql = compiled.string
        parameters = compiled.params
        positions = compiled.positiontup
        names = positions if positions is not None else list(parameters)
        self._names = None if positions is not None else names  # a driver takes the values in order, or by name
        # For each parameter: its name, the conversion for the driver, and its value if the statement contains it.
        self._binds: list[tuple[str, Process, Any]] = []
        for name in names:
            bound = compiled.binds[name]
            process = bound.type.dialect_impl(dialect).bind_processor(dialect)
            if bound.required:
                self._binds.append((name, process, _PER_RUN))
            else:
                self._binds.append((name, None, process(parameters[name]) if process else parameters[name]))
        shown = list(statement.exported_columns)  # of a SELECT, or of RETURNING
        fields = namedtuple("Row", [column.key for column in shown], rename=True)
        # With `_mapping`, as SQLAlchemy's rows have it.
        self._row: Any = type("Row", (fields,), {"__slots__": (), "_mapping": property(fields._asdict)})
        processes = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in shown]
        self._results = [(index, process) for index, process in enumerate(processes) if process is not None]

    def row(self, found: Sequence[Any]) -> Any:
        values = list(found)
        for index, process in self._results:
            values[index] = process(values[index])
        return self._row._make(values)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Run the statement. All rows of the returned cursor must be fetched before the next statement."""
        cursor = _cursor(connection)
        try:
            cursor.execute(self.sql, self._parameters(values))
        except self._dialect.loaded_dbapi.Error as error:
            raise self._sqlalchemy_error(connection, error) from error
        return cursor

    def run_many(self, connection: Connection, several: Sequence[Mapping[str, Any]]) -> None:
        try:
            _cursor(connection).executemany(self.sql, [self._parameters(values) for values in several])
        except self._dialect.loaded_dbapi.Error as error:
            raise self._sqlalchemy_error(connection, error) from error

    def _parameters(self, values: Mapping[str, Any]) -> Any:
        found = [
            fixed if fixed is not _PER_RUN else values[name] if process is None else process(values[name])
            for name, process, fixed in self._binds
        ]
        return found if self._names is None else dict(zip(self._names, found, strict=True))

    def _sqlalchemy_error(self, connection: Connection, error: Exception) -> DBAPIError:
        lost = self._dialect.is_disconnect(error, connection.connection, None)  # type: ignore[arg-type]
        if lost:
            connection.invalidate(error)
        base = self._dialect.loaded_dbapi.Error
        return DBAPIError.instance(  # type: ignore[return-value]
            self.sql, None, error, base, hide_parameters=True, connection_invalidated=lost, dialect=self._dialect
        )


def _cursor(connection: Connection) -> Any:
    """Return the cursor that a pooled connection keeps for all compiled statements."""
    kept = connection.info
    cursor = kept.get(CompiledStatement)
    if cursor is None:
        cursor = kept[CompiledStatement] = connection.connection.cursor()
    return cursor


_PER_RUN = object()  # marks a parameter whose value comes with each run
