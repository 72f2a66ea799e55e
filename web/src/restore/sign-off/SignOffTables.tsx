import { Table, Text } from '@mantine/core'
import type { SignOffView } from '../../../../server/src/restore/sign-off/sign-off.contract.ts'
import { t } from '../../strings/t.ts'
import { number, percent } from '../../ui/format.ts'
import { Scrollable } from '../../ui/Scrollable.tsx'

export function TierTable({ tiers }: { tiers: SignOffView['tiers'] }) {
  if (tiers.length < 2) return null
  return (
    <Scrollable label={t('signOff.byTier')}>
      <Table verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('signOff.tier')}</Table.Th>
            <Table.Th ta="right">{t('signOff.asked')}</Table.Th>
            <Table.Th ta="right">{t('signOff.works')}</Table.Th>
            <Table.Th ta="right">{t('signOff.broken')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tiers.map(({ tier, asked, byPerson, works, stillBroken }) => (
            <Table.Tr key={tier}>
              <Table.Td>
                {tier}
                {byPerson > 0 && (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    {t('signOff.byPerson')}
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="right" className="lw-figures">
                {number(asked)}
              </Table.Td>
              <Table.Td ta="right" className="lw-figures">
                {asked === 0 ? '–' : `${number(works)} (${percent(works, asked)})`}
              </Table.Td>
              <Table.Td ta="right" className={stillBroken > 0 ? 'lw-figures lw-red' : 'lw-figures'}>
                {number(stillBroken)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrollable>
  )
}

export function WhereTable({ places }: { places: SignOffView['places'] }) {
  if (places.length === 0) return null
  return (
    <Scrollable label={t('signOff.where')}>
      <Table verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('signOff.where')}</Table.Th>
            <Table.Th>{t('signOff.region')}</Table.Th>
            <Table.Th ta="right">{t('signOff.accounts')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {places.map(({ service, region, accounts }) => (
            <Table.Tr key={`${service} ${region}`}>
              <Table.Td>{service ?? t('signOff.notSaid')}</Table.Td>
              <Table.Td>{region ?? t('signOff.notSaid')}</Table.Td>
              <Table.Td ta="right" className="lw-figures">
                {number(accounts)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrollable>
  )
}
