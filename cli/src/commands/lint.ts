import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { HouseStyle } from '../../../server/src/communicate/linter/linter.contract.ts'
import { type Facts, lint as lintDraft } from '../../../server/src/communicate/linter/linter.ts'
import { WriteUpdate } from '../../../server/src/communicate/updates/updates.contract.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward lint: what an update still lacks, before it is anywhere; needs no database and no running Leeward. */
export async function lint(args: string[]) {
  const { values, positionals } = readArgs(args, { json: { type: 'boolean' }, house: { type: 'string' }, zone: { type: 'string' } })
  const [file, ...more] = positionals
  if (!file || more.length > 0) throw new UsageError('which file? - reads what is piped in.')
  const house = HouseStyle.safeParse(values.house ? read(values.house) : {})
  if (!house.success) throw new UsageError(`${values.house}: ${house.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`)
  const { draft, facts, before } = draftOf(file)
  const findings = lintDraft({ draft: { ...draft, now: new Date(), zone: values.zone ?? 'UTC' }, before, facts, house: house.data })
  if (values.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
  else {
    for (const { severity, part, from, sentence, fix } of findings)
      process.stdout.write(`${severity.padEnd(7)} ${part ?? 'message'}${from === null ? '' : `:${from + 1}`}: ${sentence}${fix ? ` (instead: ${fix})` : ''}\n`)
    process.stdout.write(findings.length === 0 ? 'nothing to say\n' : '')
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length
  if (errors > 0) throw new Error(errors === 1 ? 'one error: this would not be published' : `${errors} errors: this would not be published`)
}

/** YAML or JSON as the API takes it (phase, parts, …), with `facts` where they are known; a plain text is a title, and below it what happened. */
function draftOf(file: string) {
  const text = file === '-' ? readFileSync(0, 'utf8') : textOf(file)
  const given = structured(text)
  if (!given) {
    const [title = '', ...rest] = text.trim().split('\n')
    return {
      draft: { phase: 'investigating' as const, holding: false, parts: { title, happened: rest.join('\n').trim() }, locale: 'en', nextUpdateAt: null },
      facts: { kind: '' },
      before: [],
    }
  }
  const { facts = {}, ...update } = given
  const parsed = WriteUpdate.safeParse(update)
  if (!parsed.success) throw new UsageError(`${file}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`)
  const { phase, holding, parts, locale, nextUpdateAt } = parsed.data
  return { draft: { phase, holding, parts, locale, nextUpdateAt }, facts: { kind: '', ...(facts as Partial<Facts>) }, before: [] }
}

function structured(text: string): Record<string, unknown> | undefined {
  try {
    const found = parse(text) as unknown
    return typeof found === 'object' && found !== null && 'parts' in found ? (found as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const read = (file: string): unknown => {
  try {
    return parse(textOf(file))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file} is neither YAML nor JSON: ${(error as Error).message}`)
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}.`)
  }
}
