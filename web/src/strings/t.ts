// Every sentence people read comes from the catalogue; `{name}` is filled in, and a missing value does not compile.
import { en } from './en.ts'

type Catalogue = typeof en
export type Key = keyof Catalogue
type Holes<Sentence> = Sentence extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never
type Values<K extends Key> = [Holes<Catalogue[K]>] extends [never] ? [] : [values: Record<Holes<Catalogue[K]>, string | number>]

export function t<K extends Key>(key: K, ...[values]: Values<K>): string {
  const sentence: string = en[key]
  return values ? sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String((values as Record<string, string | number>)[name] ?? hole)) : sentence
}

/** The sentence of a value from a closed set, such as a severity or a kind. */
export const tOf = <Prefix extends string, Value extends string | number>(
  prefix: Prefix,
  value: Value & (`${Prefix}.${Value}` extends Key ? unknown : never),
): string => en[`${prefix}.${value}` as Key]

type Counted = { [K in Key]: K extends `${infer Stem}.one` ? (`${Stem}.other` extends Key ? Stem : never) : never }[Key]
const plural = new Intl.PluralRules('en')
const figures = new Intl.NumberFormat('en')

/** `{count}` things: one or other. */
export function tn(stem: Counted, count: number, values: Record<string, string | number> = {}): string {
  const key = `${stem}.${plural.select(count) === 'one' ? 'one' : 'other'}` as Key
  const filled: Record<string, string | number> = { count: figures.format(count), ...values }
  return (en[key] as string).replace(/\{(\w+)\}/g, (hole, name: string) => String(filled[name] ?? hole))
}
