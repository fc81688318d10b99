using Molecule.TestSupport.Postgres;

[assembly: AssemblyFixture(typeof(PostgresServer))]
