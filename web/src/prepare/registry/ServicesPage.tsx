import { Paper, Stack } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { BrandServices } from './BrandServices.tsx'
import { useBrands, useServices } from './brands.ts'

/** What customers depend on, as each brand's status page shows it: in which order, together with what, and whether at all. */
export function ServicesPage() {
  const [services, brands] = [useServices(), useBrands()]
  return (
    <Page title={t('services.title')} lead={t('services.lead')} size={900}>
      <Loaded query={services}>
        {(all) =>
          all.length === 0 ? (
            <Paper>
              <Empty title={t('services.empty')} text={t('services.emptyText')} />
            </Paper>
          ) : (
            <Loaded query={brands}>
              {(known) => (
                <Stack gap="md">
                  {known.map((brand) => (
                    <BrandServices key={brand.slug} brand={brand} services={all.filter((service) => service.brand === brand.slug)} />
                  ))}
                </Stack>
              )}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  )
}
