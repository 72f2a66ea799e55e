import { Stack, Title } from '@mantine/core'
import type { CrisisSummary } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { OpenNotice } from '../../detect/suspicions/OpenNotice.tsx'
import { useLive } from '../../platform/use-live.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { CrisisRow } from './CrisisRow.tsx'
import { crisesKey } from './keys.ts'
import { ButtonLink } from '../../ui/links.tsx'

/** What runs now, worst first; below it what is over. */
export function CrisesPage() {
  const list = useList<CrisisSummary>(crisesKey, '/api/crises')
  useLive(crisesKey)
  const declare = (
    <ButtonLink to="/declare" leftSection={<Icon name="plus" />}>
      {t('crises.declare')}
    </ButtonLink>
  )
  return (
    <Page title={t('crises.title')} actions={declare}>
      <OpenNotice />
      <Listed list={list} empty={<Empty title={t('crises.none')} text={t('crises.calmText')} />}>
        {(crises) => <Both crises={crises} />}
      </Listed>
    </Page>
  )
}

function Both({ crises }: { crises: CrisisSummary[] }) {
  const active = crises.filter((crisis) => crisis.status !== 'closed').sort((one, other) => weight(one) - weight(other))
  const past = crises.filter((crisis) => crisis.status === 'closed')
  return (
    <Stack gap="xl">
      <Stack component="section" gap="sm" aria-label={t('crises.active')}>
        {active.length > 0 ? (
          active.map((crisis) => <CrisisRow key={crisis.id} crisis={crisis} />)
        ) : (
          <Empty title={t('crises.calm')} text={t('crises.calmText')} />
        )}
      </Stack>
      {past.length > 0 && (
        <Stack component="section" gap="sm">
          <Title order={2}>{t('crises.past')}</Title>
          {past.map((crisis) => (
            <CrisisRow key={crisis.id} crisis={crisis} />
          ))}
        </Stack>
      )}
    </Stack>
  )
}

/** Running ones before restored ones, practice last, then by severity. */
const weight = ({ status, practice, severity }: CrisisSummary) => (status === 'restored' ? 10 : 0) + (practice ? 20 : 0) + severity
