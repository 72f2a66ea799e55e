import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { HouseStyle, TriedHouseStyle } from '../../../../server/src/communicate/linter/linter.contract.ts'
import { get, request } from '../../ui/api.ts'

export type Style = HouseStyle
export const apologies = ['once', 'never', 'free'] as const
export const houseStyleKey = (slug: string) => ['house-style', slug] as const
export const houseStylePath = (slug: string) => `/api/brands/${encodeURIComponent(slug)}/house-style`

/** Not asked again behind somebody who is changing it. */
export const useHouseStyle = (slug: string) =>
  useQuery({ queryKey: houseStyleKey(slug), queryFn: ({ signal }) => get<Style>(houseStylePath(slug), signal), refetchOnWindowFocus: false })

type Tried = TriedHouseStyle & { text: string }
/** What the settings make of a text, a moment after the last change; with the text that it is about. */
export function useTrial(style: Style, text: string) {
  const [body] = useDebouncedValue(JSON.stringify({ style, text }), 300)
  return useQuery({
    queryKey: ['house-style-trial', body],
    queryFn: async ({ signal }): Promise<Tried> => {
      const asked = JSON.parse(body) as { text: string }
      return { ...(await request<TriedHouseStyle>('POST', '/api/house-style/trial', { body: asked, signal })), text: asked.text.trim() }
    },
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    staleTime: 60_000,
    retry: false,
  })
}
