import { Anchor, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { AddressCard } from './AddressCard.tsx'
import { LookForm } from './LookForm.tsx'
import { useAddress, useLook } from './look.ts'
import { PrivateCard } from './PrivateCard.tsx'
import { ReaderPagesCard } from './ReaderPagesCard.tsx'

/** How a brand's page looks, where it is, and who reads it. */
export function PageLookPage() {
  const brands = useBrands()
  const [chosen, setChosen] = useState<string>()
  return (
    <Page title={t('pageLook.title')} lead={t('pageLook.lead')}>
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
              <OfBrand key={brand.slug} brand={brand} />
            </Stack>
          )
        }}
      </Loaded>
    </Page>
  )
}

function OfBrand({ brand }: { brand: BrandView }) {
  const address = useAddress(brand.slug, null)
  return (
    <Stack gap="md">
      {address.data && (
        <Text size="sm">
          {t('pageLook.at')}{' '}
          <Anchor href={address.data.home} target="_blank" rel="noreferrer" underline="always">
            {address.data.home}
          </Anchor>
        </Text>
      )}
      <Loaded query={useLook(brand.slug)}>{(kept) => <LookForm slug={brand.slug} name={brand.name} kept={kept} />}</Loaded>
      <AddressCard brand={brand} />
      <PrivateCard brand={brand} />
      <ReaderPagesCard brand={brand} />
    </Stack>
  )
}
