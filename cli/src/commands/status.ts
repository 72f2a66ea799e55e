import { exportPages, exportPlace } from '../../../server/src/communicate/status-page/export.ts'
import { direct } from '../direct.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward status export: the status pages as files, in a folder or a bucket; needs the database, and no running Leeward. */
export async function status(args: string[]) {
  const {
    positionals: [what, to, ...more],
  } = readArgs(args, {})
  if (what !== 'export') throw new UsageError(what ? `there is no status ${what}; there is export.` : 'what about the status pages? There is export.')
  if (!to || more.length > 0) throw new UsageError('into which folder, or which bucket (s3://bucket/prefix)?')
  const { written, unchanged, removed } = await direct(({ db, config }) => exportPages(db, exportPlace(to, config.bucket)))
  process.stdout.write(`${written} files written, ${unchanged} unchanged, ${removed} removed: ${to}\n`)
}
