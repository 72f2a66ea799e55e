import { Badge, Button, Center, Modal, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { atDayTime, atUtc } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import { SensitivityChoice } from '../sensitivity/SensitivityChoice.tsx'
import { expectedOf, type Minutes, type Period, type Series, shown, summaryOf, useMinutes, whereOf } from './board.ts'
import { Chart } from './Chart.tsx'

const few = 60

/** The chart larger, and the same as a table: the latest first. */
export function FiguresDialog({ series, period, close }: { series: Series; period: Period; close: () => void }) {
  const minutes = useMinutes(series.id, period, true)
  return (
    <Modal opened onClose={close} title={[series.name, whereOf(series)].filter(Boolean).join(', ')} size={860}>
      <Loaded query={minutes}>
        {(data) => (
          <Stack gap="sm">
            <Chart minutes={data} period={period} height={200} />
            <Text size="sm">{summaryOf(data.points)}</Text>
            <SensitivityChoice
              label={t('sensitivity.ofOne')}
              path={`/api/series/${series.id}/sensitivity`}
              value={series.ownSensitivity}
              above={t('sensitivity.asAbove')}
            />
            <Figures minutes={data} />
          </Stack>
        )}
      </Loaded>
    </Modal>
  )
}

function Figures({ minutes: { points, by, stepMinutes } }: { minutes: Minutes }) {
  const [more, setMore] = useState(false)
  if (points.length === 0) return null
  const latest = points.toReversed()
  return (
    <>
      <Text size="xs" c="dimmed">
        {by === 'step' ? t('board.perStep', { minutes: stepMinutes }) : t(by === 'hour' ? 'board.perHour' : 'board.perDay')}
      </Text>
      <Scrollable label={t('board.figures')}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('board.at')}</Table.Th>
              <Table.Th ta="right">{t('board.value')}</Table.Th>
              <Table.Th>{t('board.usual')}</Table.Th>
              <Table.Th>{t('board.mark')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(more ? latest : latest.slice(0, few)).map((point) => (
              <Table.Tr key={point.at} className="lw-figures">
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <time dateTime={point.at} title={atUtc(point.at)}>
                    {atDayTime(point.at)}
                  </time>
                </Table.Td>
                <Table.Td ta="right">{shown(point.value)}</Table.Td>
                <Table.Td>{expectedOf(point)}</Table.Td>
                <Table.Td>{point.raised && <Badge color="red">{t('board.unusual')}</Badge>}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrollable>
      {!more && latest.length > few && (
        <Center>
          <Button variant="default" size="xs" onClick={() => setMore(true)}>
            {t('more')}
          </Button>
        </Center>
      )}
    </>
  )
}
