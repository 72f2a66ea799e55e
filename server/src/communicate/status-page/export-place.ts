// What the export of the status pages asks of the place that it writes into.
import { createHash } from 'node:crypto'

export type ExportedFile = { path: string; type: string; body: string | Buffer<ArrayBuffer>; hash: string }
type Known = Pick<ExportedFile, 'path' | 'hash'>

/** Where files go. Files of others are left alone: a place that holds something and was never ours is refused. */
export type ExportPlace = {
  /** What of ours is there, with the hash of what is in it, before `files` come; the place is ours from then on. */
  mine: (files: Known[]) => Promise<Map<string, string>>
  /** Whole, or not at all. */
  write: (file: ExportedFile) => Promise<void>
  remove: (path: string) => Promise<void>
  /** All of it is as it should be. */
  done: (files: Known[]) => Promise<void>
}

export const hashOf = (body: string | Buffer): string => createHash('sha256').update(body).digest('base64url')
