import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PageAddress, ThemePreview } from '../../../../server/src/communicate/status-page/theme.contract.ts'
import { get, request } from '../../ui/api.ts'

type Accent = { light: string; dark: string }
/** As it is kept; of the logo only whether there is one. */
export type Kept = { accent: Accent | null; logo: boolean; header: string; footer: string }
/** `logo` left out: as it is; null: none. */
export type Wish = { accent: Accent | null; logo?: { type: 'image/svg+xml' | 'image/png'; base64: string } | null; header: string; footer: string }

export const brandPath = (slug: string, rest = '') => `/api/brands/${encodeURIComponent(slug)}${rest}`
export const lookKey = (slug: string) => ['page-look', slug] as const
export const addressKey = (slug: string) => ['page-address', slug] as const

/** Not asked again behind somebody who is changing it. */
export const useLook = (slug: string) =>
  useQuery({ queryKey: lookKey(slug), queryFn: ({ signal }) => get<Kept>(brandPath(slug, '/theme'), signal), refetchOnWindowFocus: false })

/** What the wish would make of the page, a moment after the last change. */
export function useLookPreview(slug: string, wish: Wish) {
  const [body] = useDebouncedValue(JSON.stringify(wish), 250)
  return useQuery({
    queryKey: ['page-look-preview', slug, body],
    queryFn: ({ signal }) => request<ThemePreview>('POST', brandPath(slug, '/theme/preview'), { body: JSON.parse(body), signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  })
}

/** @param domain asked about before it is kept */
export function useAddress(slug: string, domain: string | null) {
  const [asked] = useDebouncedValue(domain, 400)
  return useQuery({
    queryKey: [...addressKey(slug), asked],
    queryFn: ({ signal }) => get<PageAddress>(brandPath(slug, `/address${asked ? `?domain=${encodeURIComponent(asked)}` : ''}`), signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
}
