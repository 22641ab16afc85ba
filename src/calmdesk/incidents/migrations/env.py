"""What Alembic runs: the steps that are missing, inside the transaction that ``migrate`` has begun."""

from alembic import context

from calmdesk.incidents.migrate import VERSION_TABLE
from calmdesk.incidents.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
