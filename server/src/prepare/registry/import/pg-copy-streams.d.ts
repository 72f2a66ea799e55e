// The part of the library that is used here; it ships no types of its own.
declare module 'pg-copy-streams' {
  import type { Submittable } from 'pg'
  import type { Writable } from 'node:stream'
  export type CopyStreamQuery = Writable & Submittable
  export function from(sql: string): CopyStreamQuery
}
