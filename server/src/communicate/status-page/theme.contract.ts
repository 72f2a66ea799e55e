import { z } from 'zod'
import { Text } from '../../platform/contract.ts'

const Colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1a56b8')
const Accent = z.object({ light: Colour, dark: Colour })

/** As it is kept: the logo is always a picture in SVG, which may hold one in pixels. */
export const Theme = z.object({
  accent: Accent.nullable().default(null),
  logo: z.string().nullable().default(null),
  header: z.string().default(''),
  footer: z.string().default(''),
})
export const PutTheme = z.object({
  accent: Accent.nullable().default(null).describe('of links and focus, on white and on the dark page; readable on both'),
  logo: z
    .object({ type: z.enum(['image/svg+xml', 'image/png']), base64: z.base64().max(80_000) })
    .nullable()
    .optional()
    .describe('60 kB at most; left out: as it is'),
  header: Text(2_000).default('').describe('Markdown with the variables brand, state, page, language, year'),
  footer: Text(2_000).default(''),
})
export const ThemeView = z.object({ accent: Accent.nullable(), logo: z.boolean(), header: z.string(), footer: z.string() })
export type Theme = z.output<typeof Theme>
export type PutTheme = z.output<typeof PutTheme>
