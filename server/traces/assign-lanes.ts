/** Puts each of `spans`, sorted by their beginnings, into the first lane in which the one before has ended. Gives a lane for each. */
export function assignLanes(spans: readonly { opened: number; closed: number }[]): number[] {
  const lanes: number[] = [];
  return spans.map(({ opened, closed }) => {
    const free = lanes.findIndex((end) => end <= opened);
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = closed;
    return lane;
  });
}
