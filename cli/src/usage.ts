import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** The command was written wrongly; the usage is shown with it. */
export class UsageError extends Error {}

export function readArgs<T extends ParseArgsOptionsConfig>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
