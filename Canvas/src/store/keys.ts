/** Names of what is read from the server. */
export const keys = {
  viewport: ['viewport'] as const,
  demo: ['demo'] as const,
  routes: ['routes'] as const,
  activityOf: (id: string) => ['activity', id] as const,
  activity: (id: string, view: string) => ['activity', id, view] as const,
  events: (id: string) => ['events', id] as const,
  allPeers: ['peers'] as const,
  peers: (id: string) => ['peers', id] as const,
};
