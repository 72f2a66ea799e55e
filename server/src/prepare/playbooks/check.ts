// Checks a playbook as text: every problem at once, each with line, column, place in words, and what is allowed. Server start, API, editor and command line use it.
import type { z } from 'zod'
import { Regimes } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import { RemedyPolicies } from '../../remediate/policies/policy.ts'
import { disagreements, loosely } from './agree.ts'
import { noSuch } from './nearest.ts'
import { checkParts } from '../templates/liquid.ts'
import { TemplateFile } from '../templates/template-file.ts'
import { Playbook } from './playbook.ts'
import type { Problem } from './playbooks.contract.ts'
import { inWords, type Path, sentencesOf } from './words.ts'
import { decoded, type Read, readYaml } from './yaml-text.ts'

export type Checked<T> = { value?: T; problems: Problem[] }
/** What a playbook may name outside itself. */
export type Known = { policies: readonly string[]; obligations: readonly string[] }

type Wrong = { path: Path; key?: true; message: string }

/** A playbook, alone and against the remedy policies and duties of the law there are. */
export function checkPlaybook(source: string | Uint8Array, known: Known): Checked<Playbook> {
  return checked(source, Playbook, (raw, shapeWrong) => [
    ...(shapeWrong ? disagreements(loosely(raw)) : []),
    ...unknownNames(raw, known),
    ...wordsWrong(raw, ['templates']),
  ])
}

/** Words for audiences; `playbooks`: those they may be for. */
export const checkTemplates = (source: string | Uint8Array, playbooks: readonly string[]): Checked<TemplateFile> =>
  checked(source, TemplateFile, (raw) => {
    const { playbook, audiences } = (raw ?? {}) as { playbook?: unknown; audiences?: unknown }
    return [
      ...(typeof playbook === 'string' && !playbooks.includes(playbook) ? [{ path: ['playbook'], message: noSuch('playbook', playbook, playbooks) }] : []),
      ...(isRecord(audiences) ? Object.keys(audiences).flatMap((audience) => wordsWrong(raw, ['audiences', audience])) : []),
    ]
  })

export const checkRegimes = (source: string | Uint8Array): Checked<z.output<typeof Regimes>> => checked(source, Regimes)
export const checkRemedies = (source: string | Uint8Array): Checked<z.output<typeof RemedyPolicies>> => checked(source, RemedyPolicies)

/** The policy and the duties that a playbook names and that are not there. */
export function unknownNames(raw: unknown, { policies, obligations }: Known): Wrong[] {
  const { remedies, regulatory } = (raw ?? {}) as { remedies?: unknown; regulatory?: unknown }
  const questions: unknown[] = Array.isArray(regulatory) ? regulatory : []
  return [
    ...(typeof remedies === 'string' && !policies.includes(remedies) ? [{ path: ['remedies'], message: noSuch('remedy policy', remedies, policies) }] : []),
    ...questions.flatMap((question, at) => {
      const starts = (question as { starts?: unknown } | null)?.starts
      return (Array.isArray(starts) ? starts : []).flatMap((key, nth) =>
        typeof key === 'string' && !obligations.includes(key)
          ? [{ path: ['regulatory', at, 'starts', nth], message: noSuch('obligation', key, obligations) }]
          : [],
      )
    }),
  ]
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong with the Liquid in the templates at a place, by phase and part; what is no text yet is another's to say. */
function wordsWrong(raw: unknown, path: string[]): Wrong[] {
  const phases = path.reduce<unknown>((value, part) => (isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined), raw)
  if (!isRecord(phases)) return []
  return Object.entries(phases).flatMap(([phase, parts]) => {
    if (!isRecord(parts)) return []
    const texts = Object.fromEntries(Object.entries(parts).filter(([, text]) => typeof text === 'string')) as Record<string, string>
    return checkParts({ title: 'x', ...texts }).map(({ part, line, column, message }) => ({
      path: [...path, phase, part],
      message: line === 1 && column === 1 ? message : `${message} (at ${line}:${column} of this text)`,
    }))
  })
}

function checked<T extends z.ZodType>(
  source: string | Uint8Array,
  schema: T,
  more: (raw: unknown, shapeWrong: boolean) => Wrong[] = () => [],
): Checked<z.output<T>> {
  const text = typeof source === 'string' ? { text: source } : decoded(source)
  if (!('text' in text)) return { problems: [{ ...text, path: '' }] }
  const read = readYaml(text.text)
  const syntax = read.problems.map(({ line, column, message }) => ({ line, column, path: '', message }))
  if (read.raw === undefined) return { problems: syntax }
  const parsed = schema.safeParse(read.raw)
  const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => sentencesOf(issue, schema, read.raw))
  const problems = [...shape, ...more(read.raw, !parsed.success)].map((wrong) => placed(wrong, read))
  // Of one place the first problem is said; what follows from it would only confuse.
  const once = [...syntax, ...problems.filter((each, at) => problems.findIndex((other) => other.path === each.path) === at)]
  once.sort((one, other) => one.line - other.line || one.column - other.column)
  return parsed.success && once.length === 0 ? { value: parsed.data, problems: [] } : { problems: once }
}

const placed = ({ path, key, message }: Wrong, { raw, placeOf }: Read): Problem => ({ ...placeOf(path, key), path: inWords(path, raw), message })

/** `outage.yaml:31:7: tasks › holding › accountable: there is no role …` */
export const problemLine = (file: string, { line, column, path, message }: Problem): string => `${file}:${line}:${column}: ${path ? `${path}: ` : ''}${message}`
