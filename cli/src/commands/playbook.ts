import { basename } from 'node:path'
import { readFileSync } from 'node:fs'
import { checkPlaybook, checkRegimes, checkRemedies, problemLine } from '../../../server/src/prepare/playbooks/check.ts'
import { checkFolder } from '../../../server/src/prepare/playbooks/shelf.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward playbook check: every problem of the files, or of those that ship with Leeward; needs no database and no running Leeward. */
export async function playbook(args: string[]) {
  const {
    positionals: [what, ...files],
  } = readArgs(args, {})
  if (what !== 'check') throw new UsageError(what ? `there is no playbook ${what}; there is check.` : 'what about playbooks? There is check.')
  const shipped = checkFolder()
  const checked = files.length === 0 ? shipped.files : files.map((file) => checkFile(file, shipped))
  const lines = checked.flatMap((each) => each.lines)
  if (lines.length > 0) {
    process.stdout.write(`${lines.join('\n')}\n`)
    throw new Error(
      `${lines.length === 1 ? 'one problem' : `${lines.length} problems`} in ${checked.filter((each) => each.lines.length > 0).length} of ${checked.length} files`,
    )
  }
  process.stdout.write(`${checked.length === 1 ? `${checked[0]?.file} is right` : `${checked.length} files are right`}\n`)
}

function checkFile(file: string, { shelf }: ReturnType<typeof checkFolder>) {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}.`)
  }
  const name = basename(file)
  const { problems } =
    name === 'regimes.yaml'
      ? checkRegimes(bytes)
      : name === 'remedies.yaml'
        ? checkRemedies(bytes)
        : checkPlaybook(bytes, shelf?.known ?? { policies: [], obligations: [] })
  return { file, lines: problems.map((problem) => problemLine(file, problem)) }
}
