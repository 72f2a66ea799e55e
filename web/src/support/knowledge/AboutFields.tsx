import { MultiSelect, Radio, Select, Stack, TagsInput } from '@mantine/core'
import { useBrands, useServices } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'

export type About = { brand: string | null; open: boolean; tags: string[]; services: string[] }
type Props = { about: About; change: (about: About) => void; wrong?: Partial<Record<keyof About, string>>; readOnly?: boolean }

/** For whom an article is, and about what. */
export function AboutFields({ about, change, wrong = {}, readOnly = false }: Props) {
  const [brands, services] = [useBrands(), useServices()]
  return (
    <Stack gap="sm">
      <Radio.Group label={t('knowledge.readers')} value={about.open ? 'open' : 'internal'} onChange={(value) => change({ ...about, open: value === 'open' })}>
        <Stack gap={6} mt={6}>
          <Radio value="open" label={t('knowledge.readers.open')} disabled={readOnly} />
          <Radio value="internal" label={t('knowledge.readers.internal')} disabled={readOnly} />
        </Stack>
      </Radio.Group>
      <Select
        label={t('knowledge.brand')}
        placeholder={t('knowledge.allBrands')}
        clearable
        readOnly={readOnly}
        value={about.brand}
        error={wrong.brand}
        onChange={(brand) => change({ ...about, brand })}
        data={(brands.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <MultiSelect
        label={t('knowledge.services')}
        description={t('knowledge.servicesHint')}
        searchable
        readOnly={readOnly}
        value={about.services}
        error={wrong.services}
        onChange={(chosen) => change({ ...about, services: chosen })}
        data={(services.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TagsInput
        label={t('knowledge.tags')}
        description={t('knowledge.tagsHint')}
        maxTags={20}
        readOnly={readOnly}
        value={about.tags}
        error={wrong.tags}
        onChange={(tags) => change({ ...about, tags })}
      />
    </Stack>
  )
}
