// The playbooks, remedy policies and duties of the law that ship with Leeward; a file that is not right stops the start, with file, line, place and reason.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Obligation } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import { Refused } from '../../platform/refused.ts'
import type { RemedyPolicies } from '../../remediate/policies/policy.ts'
import { everyPlaybook } from '../templates/templates.contract.ts'
import { templatesOf } from '../templates/template-file.ts'
import type { ShippedTemplate } from '../templates/in-force.ts'
import { type Checked, checkPlaybook, checkRegimes, checkRemedies, checkTemplates, type Known, problemLine } from './check.ts'
import type { Playbook } from './playbook.ts'

export type Shipped = { playbook: Playbook; yaml: string }

export type Shelf = {
  /** As shipped; what an installation has made of them stands in the database, see in-force.store.ts. */
  shipped: Shipped[]
  /** The shipped playbook that covers a kind. */
  forKind: (kind: string) => Playbook
  /** What customers get, as shipped; what counts is in `policies.store.ts`. */
  remedies: RemedyPolicies
  remediesYaml: string
  /** Every duty of the law, in the order of the file; what a playbook's `regulatory[].starts` names is among them. */
  obligations: Obligation[]
  /** Words for every phase and audience; those for customers stand in the playbooks. */
  templates: ShippedTemplate[]
  known: Known
}

export const shippedFolder = new URL('../../../../playbooks/', import.meta.url).pathname
const [remediesFile, regimesFile, templatesFolder] = ['remedies.yaml', 'regimes.yaml', 'templates']

export type FileCheck = { file: string; lines: string[] }

/** Every problem of every file in a folder, and what is right in it. Files that hold no problem have no lines. */
export function checkFolder(folder = shippedFolder): { files: FileCheck[]; shelf?: Shelf } {
  const files: FileCheck[] = []
  const note = <T>(file: string, { value, problems }: Checked<T>): T | undefined => {
    files.push({ file, lines: problems.map((problem) => problemLine(file, problem)) })
    return value
  }
  const remediesBytes = readFileSync(join(folder, remediesFile))
  const remedies = note(remediesFile, checkRemedies(remediesBytes))
  const obligations = note(regimesFile, checkRegimes(readFileSync(join(folder, regimesFile))))?.obligations
  const known: Known = { policies: Object.keys(remedies?.policies ?? {}), obligations: (obligations ?? []).map((each) => each.key) }
  const shipped = yamlIn(folder)
    .filter((file) => file !== remediesFile && file !== regimesFile)
    .flatMap((file) => {
      const bytes = readFileSync(join(folder, file))
      const playbook = note(file, checkPlaybook(bytes, known))
      if (playbook && `${playbook.playbook}.yaml` !== file)
        files.push({ file, lines: [`${file}:1:1: playbook: the file must be called ${playbook.playbook}.yaml`] })
      return playbook ? [{ playbook, yaml: bytes.toString('utf8') }] : []
    })
  const templates = [
    ...shipped.flatMap(({ playbook }) => wordsOf(playbook)),
    ...yamlIn(join(folder, templatesFolder)).flatMap((name) => {
      const file = `${templatesFolder}/${name}`
      const found = note(file, checkTemplates(readFileSync(join(folder, file)), [everyPlaybook, ...shipped.map(({ playbook }) => playbook.playbook)]))
      return found ? templatesOf(found) : []
    }),
  ]
  const right = files.every((each) => each.lines.length === 0) && remedies && obligations
  return right ? { files, shelf: shelfOf(shipped, { remedies, remediesYaml: remediesBytes.toString('utf8') }, obligations, templates, known) } : { files }
}

export function readShelf(folder = shippedFolder): Shelf {
  const { files, shelf } = checkFolder(folder)
  if (!shelf) throw new Error(files.flatMap((each) => each.lines).join('\n'))
  return shelf
}

const yamlIn = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.yaml'))
        .sort()
    : []

/** The words for customers that a playbook has in it. */
const wordsOf = ({ playbook, templates }: Playbook): ShippedTemplate[] =>
  Object.entries(templates).map(([phase, parts]) => ({ playbook, phase: phase as ShippedTemplate['phase'], audience: 'customers', locale: 'en', parts }))

function shelfOf(
  shipped: Shipped[],
  money: Pick<Shelf, 'remedies' | 'remediesYaml'>,
  obligations: Obligation[],
  templates: ShippedTemplate[],
  known: Known,
): Shelf {
  return {
    shipped,
    obligations,
    templates,
    known,
    ...money,
    forKind: (kind) => {
      const found = shipped.find(({ playbook }) => playbook.kinds.some((each) => each === kind))
      if (!found) throw new Refused('not-valid', `No playbook covers ${kind}.`)
      return found.playbook
    },
  }
}
