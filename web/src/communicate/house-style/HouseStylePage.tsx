import { Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { HouseStyleForm } from './HouseStyleForm.tsx'
import { useHouseStyle } from './house-style.ts'

/** How each brand writes; what a setting does is seen on an example while it changes. */
export function HouseStylePage() {
  const brands = useBrands()
  const [chosen, setChosen] = useState<string>()
  return (
    <Page title={t('houseStyle.title')} lead={t('houseStyle.lead')}>
      <Loaded query={brands}>
        {(all) => {
          const brand = all.find(({ slug }) => slug === chosen) ?? all[0]
          if (!brand) return <Empty title={t('houseStyle.noBrand')} />
          return (
            <Stack gap="md">
              {all.length > 1 && (
                <Select
                  label={t('houseStyle.brand')}
                  allowDeselect={false}
                  maw={320}
                  data={all.map(({ slug, name }) => ({ value: slug, label: name }))}
                  value={brand.slug}
                  onChange={(slug) => slug && setChosen(slug)}
                />
              )}
              <OfBrand key={brand.slug} slug={brand.slug} name={brand.name} />
            </Stack>
          )
        }}
      </Loaded>
    </Page>
  )
}

function OfBrand({ slug, name }: { slug: string; name: string }) {
  return <Loaded query={useHouseStyle(slug)}>{(style) => <HouseStyleForm slug={slug} name={name} stored={style} />}</Loaded>
}
