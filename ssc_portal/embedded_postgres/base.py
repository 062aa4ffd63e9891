"""The Django database backend: PostgreSQL's own, on a server that it starts when it is first needed."""

from typing import Any

from django.db.backends.postgresql import base, client

from .usage import repair_server, use_server


class DatabaseClient(client.DatabaseClient):
    """What `manage.py dbshell` runs: the psql that belongs to the server."""

    def runshell(self, parameters: Any) -> None:
        """Run psql on the portal's database until its user leaves it."""
        server = use_server()
        self.connection.settings_dict |= {"HOST": str(server.socket), "USER": server.connection_parameters["user"]}
        type(self).executable_name = str(server.programs / "psql")
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded PostgreSQL. Settings name the database only; it is created when missing."""

    client_class = DatabaseClient

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, after starting the server where needed.

        Raises EmbeddedPostgresError when it does not start, psycopg.OperationalError when it refuses.
        """
        conn_params |= use_server().connection_parameters
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            # The database is not there yet, or the server has been killed since this process began to use it.
            repair_server(conn_params["dbname"])
            return super().get_new_connection(conn_params)
