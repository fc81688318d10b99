using Molecule.Silo.Commands;

return await SiloCommands.RunAsync(args);
