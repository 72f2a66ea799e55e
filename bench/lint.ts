// The linter over every update that others have published, each with those before it: how long, does any rule fail, are verbatim repeats found exactly?
// --data DIR holds incidents.jsonl.gz or *.jsonl: {started_at, title, kind, components, updates: [{at, status, body}]}.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { HouseStyle } from '../server/src/communicate/linter/linter.contract.ts'
import { lint, type Phase, type Told } from '../server/src/communicate/linter/linter.ts'
import type { Context, Figure } from './run.ts'
import { round, seconds } from './support/system.ts'

type Incident = { title: string; updates: { at: string; status: string; body: string }[] }
const phases: Record<string, Phase> = { identified: 'identified', monitoring: 'monitoring', resolved: 'resolved', postmortem: 'resolved' }
const mostSeconds = 10

export default async function lintAll({ data = process.env.LEEWARD_SAMPLES ?? '../shared/data' }: Context): Promise<Figure[]> {
  const incidents = [data, join(data, 'incident-updates')].filter(existsSync).flatMap(read)
  if (incidents.length === 0) throw new Error(`there are no incidents (*.jsonl, *.jsonl.gz) in ${data}: give --data DIR`)
  const house = HouseStyle.parse({})
  let [updates, failed, repeats, found, invented] = [0, 0, 0, 0, 0]
  const rates = new Map<string, number>()
  const took = await seconds(async () => {
    for (const { title, updates: all } of incidents) {
      const before: Told[] = []
      for (const { at, status, body } of all.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) {
        const now = new Date(at)
        const parts = { title: title.slice(0, 150), happened: body.slice(0, 2_000) }
        const phase = phases[status] ?? 'investigating'
        updates += 1
        try {
          const findings = lint({
            draft: { phase, holding: false, parts, locale: 'en', nextUpdateAt: null, now, zone: 'UTC' },
            before,
            facts: { kind: 'service-outage' },
            house,
          })
          for (const rule of new Set(findings.map((finding) => finding.rule))) rates.set(rule, (rates.get(rule) ?? 0) + 1)
          // As many words as the rule looks at; the same but for case and spaces.
          const same = (text: string) =>
            text
              .toLowerCase()
              .replace(/[^\p{L}\p{N}]+/gu, ' ')
              .trim()
          const verbatim = same(parts.happened).split(' ').length >= 5 && before.some((told) => same(told.parts.happened ?? '') === same(parts.happened))
          const said = findings.some(({ rule }) => rule === 'repeat')
          if (verbatim) repeats += 1
          if (verbatim && said) found += 1
          if (said && !verbatim && !before.some((told) => nearly(told.parts.happened ?? '', parts.happened))) invented += 1
        } catch {
          failed += 1
        }
        before.push({ phase, parts, publishedAt: now })
      }
    }
  })
  for (const [rule, count] of [...rates].sort(([, one], [, other]) => other - one))
    process.stdout.write(`  ${rule}: ${round((count / updates) * 100)} % of updates\n`)
  return [
    { name: `${updates} updates`, value: round(took), unit: 's', limit: 1, ratio: round(took / mostSeconds) },
    { name: 'rules that failed', value: failed, unit: 'updates', limit: 0, ratio: failed },
    {
      name: `verbatim repeats found, of ${repeats}`,
      value: found,
      unit: 'updates',
      limit: 1,
      ratio: repeats === 0 ? 1 : round(found / repeats),
      atLeast: true,
    },
    { name: 'called a repeat without being like an earlier one', value: invented, unit: 'updates', limit: 0, ratio: invented },
  ]
}

/** Nine of ten words in common, counted another way than the rule does: as bags of words. */
function nearly(one: string, other: string): boolean {
  const bag = (text: string) => Map.groupBy(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [], (word) => word)
  const [a, b] = [bag(one), bag(other)]
  const size = (of: Map<string, string[]>) => [...of.values()].reduce((sum, words) => sum + words.length, 0)
  const both = [...a].reduce((sum, [word, times]) => sum + Math.min(times.length, b.get(word)?.length ?? 0), 0)
  return (2 * both) / (size(a) + size(b)) >= 0.85
}

const read = (folder: string): Incident[] =>
  readdirSync(folder)
    .filter((file) => /\.jsonl(?:\.gz)?$/.test(file))
    .flatMap((file) => {
      const bytes = readFileSync(join(folder, file))
      const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as Incident)
        .filter((incident) => Array.isArray(incident.updates))
    })
