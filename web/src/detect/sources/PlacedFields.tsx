import { Select, SimpleGrid, TextInput } from '@mantine/core'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { useServices } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'

type Placed = { brand: string; service: string | null; region: string }
type Props = {
  given: Placed
  set: (part: Partial<Placed>) => void
  brands: BrandView[]
  wrong: { brand?: string; service?: string; region?: string }
  /** Its brand stays. */
  fixed: boolean
  hints: { service: string; region: string }
}

/** Whose it is, and what it is about: brand, service, region. */
export function PlacedFields({ given, set, brands, wrong, fixed, hints }: Props) {
  const services = useServices()
  const own = (services.data ?? []).filter(({ brand }) => brand === given.brand)
  return (
    <>
      {brands.length > 1 && (
        <Select
          label={t('sources.brand')}
          allowDeselect={false}
          disabled={fixed}
          data={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
          value={given.brand}
          error={wrong.brand}
          onChange={(brand) => brand && set({ brand, service: null })}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
        <Select
          label={t('sources.service')}
          description={hints.service}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          clearable
          searchable
          data={own.map(({ key, name }) => ({ value: key, label: name }))}
          value={given.service}
          error={wrong.service}
          onChange={(service) => set({ service })}
        />
        <TextInput
          label={t('sources.region')}
          description={hints.region}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          maxLength={80}
          value={given.region}
          error={wrong.region}
          onChange={(event) => set({ region: event.currentTarget.value })}
        />
      </SimpleGrid>
      {services.isError && <ErrorNote error={services.error} retry={services.refetch} />}
    </>
  )
}
