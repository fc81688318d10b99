/** What arrives over the wire is unknown until it has been looked at; these readers look. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(from: JsonObject, key: string): string {
  const value = from[key];
  return typeof value === 'string' ? value : '';
}

/** The string, or null where the member is missing, empty or something else. */
export function textOrNull(from: JsonObject, key: string): string | null {
  const value = text(from, key);
  return value === '' ? null : value;
}

export function number(from: JsonObject, key: string, otherwise = 0): number {
  const value = from[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function numberOrNull(from: JsonObject, key: string): number | null {
  const value = from[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function flag(from: JsonObject, key: string): boolean {
  return from[key] === true;
}

export function objectOrNull(from: JsonObject, key: string): JsonObject | null {
  const value = from[key];
  return isObject(value) ? value : null;
}

export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}
