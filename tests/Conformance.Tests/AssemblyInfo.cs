// Simulations watch the thread pool for work that escapes to it: tests beside them would slow them down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
