//! Strongly connected components of a graph, in topological order.

/// Nodes that reach each other, as lists; a list comes after those from which an edge leads to it. Edges are given by node.
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search { edges, index: vec![None; edges.len()], ..Search::default() };
    for node in 0..edges.len() {
        if search.index[node].is_none() {
            search.visit(node);
        }
    }
    search.found.reverse();
    search.found
}

/// Tarjan's algorithm: Tarjan, R. E. (1972), "Depth-first search and linear graph algorithms".
#[derive(Default)]
struct Search<'a> {
    edges: &'a [Vec<usize>],
    n_visited: usize,
    /// When a node was visited, and the earliest node on the stack that it reaches.
    index: Vec<Option<(usize, usize)>>,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn visit(&mut self, node: usize) {
        let own = self.n_visited;
        self.n_visited += 1;
        self.index[node] = Some((own, own));
        self.stack.push(node);
        let edges = self.edges;
        let mut low = own;
        for &next in &edges[node] {
            match self.index[next] {
                None => {
                    promenade_model::stack::deeper(|| self.visit(next));
                    low = low.min(self.low(next));
                }
                Some((visited, _)) if self.stack.contains(&next) => low = low.min(visited),
                Some(_) => {}
            }
        }
        self.index[node] = Some((own, low));
        if low == own {
            let start = self.stack.iter().rposition(|known| *known == node).unwrap_or(0);
            let mut component = self.stack.split_off(start);
            component.sort_unstable();
            self.found.push(component);
        }
    }

    fn low(&self, node: usize) -> usize {
        self.index[node].map_or(usize::MAX, |(_, low)| low)
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn cycles_are_found_and_come_in_order() {
        for (edges, expected) in [
            (vec![], vec![]),
            (vec![vec![1], vec![2], vec![]], vec![vec![0], vec![1], vec![2]]),
            (vec![vec![], vec![0], vec![1]], vec![vec![2], vec![1], vec![0]]),
            (vec![vec![0]], vec![vec![0]]),
            (vec![vec![1], vec![0, 2], vec![]], vec![vec![0, 1], vec![2]]),
            (vec![vec![2], vec![0], vec![1, 3], vec![]], vec![vec![0, 1, 2], vec![3]]),
        ] {
            assert_eq!(components(&edges), expected, "{edges:?}");
        }
    }
}
