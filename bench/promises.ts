// Promises that others made in their messages, found in the text and read: how many at exactly the instant that was meant? --data DIR holds *promises*.csv
// with the columns posted_at, promised_by and text.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { promisesIn } from '../server/src/communicate/linter/promises.ts'
import type { Context, Figure } from './run.ts'
import { round, seconds } from './support/system.ts'

type Row = { posted_at: string; promised_by: string; text: string }

export default async function promises({ data = process.env.LEEWARD_SAMPLES ?? '../shared/data' }: Context): Promise<Figure[]> {
  const folders = [data, join(data, 'incident-updates')].filter(existsSync)
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => /promises.*\.csv$/.test(file))
      .map((file) => join(folder, file)),
  )
  if (files.length === 0) throw new Error(`there is no *promises*.csv in ${data}: give --data DIR`)
  const rows = files.flatMap((file) => parse(readFileSync(file), { columns: true }) as Row[])
  let [exact, missed, wrong] = [0, 0, 0]
  const took = await seconds(async () => {
    for (const { posted_at, promised_by, text } of rows) {
      const found = promisesIn(text, { postedAt: new Date(posted_at), zone: 'UTC' })
      if (found.length === 0) missed += 1
      else if (found.some(({ at }) => at.getTime() === Date.parse(promised_by))) exact += 1
      else wrong += 1
    }
  })
  return [
    {
      name: `exact of ${rows.length}; ${missed} not found, ${wrong} read otherwise`,
      value: round((exact / rows.length) * 100),
      unit: '%',
      limit: 0.95,
      ratio: round(exact / rows.length),
      atLeast: true,
    },
    { name: 'each', value: round((took / rows.length) * 1_000), unit: 'ms', limit: 1, ratio: round(((took / rows.length) * 1_000) / 2) },
  ]
}
