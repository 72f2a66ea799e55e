import { exportPages } from '../../../server/src/communicate/status-page/export.ts'
import { direct } from '../direct.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward status export: the status pages as files; needs the database, and no running Leeward. */
export async function status(args: string[]) {
  const {
    positionals: [what, folder, ...more],
  } = readArgs(args, {})
  if (what !== 'export') throw new UsageError(what ? `there is no status ${what}; there is export.` : 'what about the status pages? There is export.')
  if (!folder || more.length > 0) throw new UsageError('into which folder?')
  const { written, unchanged, removed } = await direct(({ db }) => exportPages(db, folder))
  process.stdout.write(`${written} files written, ${unchanged} unchanged, ${removed} removed: ${folder}\n`)
}
