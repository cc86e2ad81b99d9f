/** Side of a port's target in canvas pixels. React Flow ends wires at its outer edge; ours go on to the centre. */
export const HANDLE_SIZE = 24;
