"""Everything that has to be there before the portal can answer: database, tables, content, static files."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from ssc_portal.embedded_postgres.base import DatabaseWrapper as EmbeddedPostgres
from ssc_portal.embedded_postgres.errors import EmbeddedPostgresError
from ssc_portal.embedded_postgres.usage import use_server

from .administrator import NAME, ensure_administrator


class Preparation:
    """The steps, each of which says what it does. All can be repeated: what is done already is left alone."""

    def __init__(self, out: OutputWrapper, portal_url: str) -> None:
        self.out = out
        self.portal_url = portal_url
        self.steps = (self.database, self.tables, self.content, self.static_files, self.administrator)

    def say(self, text: str) -> None:
        """Print a line at once, also where the output goes to a file."""
        self.out.write(text)
        self.out.flush()

    def database(self) -> None:
        """Start the embedded PostgreSQL, or reach the one that DATABASE_URL names.

        Raises CommandError when the database does not answer.
        """
        try:
            if isinstance(connections[DEFAULT_DB_ALIAS], EmbeddedPostgres):
                self.say("Database: starting the portal's own PostgreSQL ...")
                where = str(use_server().folder)
            else:
                where = "{HOST}:{PORT}/{NAME}, as DATABASE_URL says".format(**connection.settings_dict)
            connection.ensure_connection()
        except EmbeddedPostgresError as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database {where} does not answer: {error}") from error
        self.say(f"Database: ready ({where}).")

    def tables(self) -> None:
        """Bring the tables up to date."""
        executor = MigrationExecutor(connection)
        if steps := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
            self.say(f"Tables: bringing them up to date, {steps} steps ...")
            call_command("migrate", interactive=False, verbosity=0)
            self.say("Tables: done.")
        else:
            self.say("Tables: nothing to do.")

    def content(self) -> None:
        """Load the content that comes with the portal. Raises CommandError when it is not valid."""
        self.say("Content: loading what is new or changed ...")
        report = StringIO()
        call_command("import_entries", settings.BASE_DIR / "fixtures", edited="keep", stdout=report)
        for line in report.getvalue().splitlines():
            self.say(f"  {line}")

    def static_files(self) -> None:
        """Gather style sheets, scripts and images where the web server finds them."""
        summary = call_command("collectstatic", interactive=False, verbosity=1, stdout=StringIO())
        unchanged = summary.strip().startswith("0 static files copied")
        self.say(f"Static files: {'nothing to do' if unchanged else 'gathered'}.")

    def administrator(self) -> None:
        """Create the first administrator, and show the password this once."""
        password = ensure_administrator()
        if password is None:
            self.say("Administrator: there is one, nothing to do.")
            return
        self.say(
            "Administrator: created. The password is shown only now; change it after signing in.\n"
            f"  Address:  {self.portal_url}admin/\n"
            f"  Name:     {NAME}\n"
            f"  Password: {password}"
        )
