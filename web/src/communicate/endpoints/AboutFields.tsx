import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { get } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { t } from '../../strings/t.ts'
import { type BrandUse, brandUsesKey } from '../channels/brand-uses.ts'
import { HearsFields } from './HearsFields.tsx'
import { type Given, isPublic, type Wrong } from './written.ts'

/** Whose it is, and what it hears. */
export function AboutFields({ given, set, wrong }: { given: Given; set: (part: Partial<Given>) => void; wrong: Wrong }) {
  const brands = useQuery({ queryKey: brandUsesKey, queryFn: ({ signal }) => get<BrandUse[]>('/api/brand-channels', signal) })
  const [first] = brands.data ?? []
  useEffect(() => {
    if (given.brand === '' && first) set({ brand: first.slug })
  }, [given.brand, first, set])
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
        <Select
          label={t('endpoints.brand')}
          required
          allowDeselect={false}
          data={(brands.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
          value={given.brand || null}
          error={wrong.brand}
          onChange={(brand) => set({ brand: brand ?? '' })}
        />
        {!isPublic(given.channel) && (
          <TextInput
            label={t('endpoints.account')}
            description={t('endpoints.accountHint')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            maxLength={200}
            value={given.accountKey}
            error={wrong.accountKey}
            onChange={(event) => set({ accountKey: event.currentTarget.value })}
          />
        )}
      </SimpleGrid>
      {brands.isError && <ErrorNote error={brands.error} retry={brands.refetch} />}
      <HearsFields given={given} set={set} wrong={wrong} brandsLanguage={isPublic(given.channel)} />
    </>
  )
}
