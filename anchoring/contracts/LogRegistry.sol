// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The heads of one Merkle log, each proven to extend the one before
/// @notice Only the anchoring key may move the head, and only forward, and only with an RFC 9162 consistency proof. So
///         not even the operator can put a fork of the log or an earlier state of it on the chain. The regulator may halt
///         the anchoring, as when the key is thought stolen; it can neither move the head nor take the key.
/// @dev Leaves and nodes are hashed as in RFC 6962 section 2.1, with the SHA-256 precompile. The empty log has size 0 and
///      a zero root here (in the log itself it is SHA-256 of nothing).
contract LogRegistry {
    /// @notice keccak256 of the log's origin.
    bytes32 public immutable originHash;

    /// @notice Who may halt the anchoring; the zero address where nobody may.
    address public immutable regulator;

    /// @notice The key that may move the head.
    address public anchorKey;
    uint64 private _size; // packed with anchorKey and paused: one slot to load and to store
    /// @notice Whether the regulator has halted the anchoring.
    bool public paused;
    bytes32 private _root;
    /// @notice The key that was offered the anchoring and has not accepted yet.
    address public pendingAnchorKey;

    event Anchored(uint64 indexed size, bytes32 root);
    event Paused(address indexed by);
    event Unpaused(address indexed by);
    event AnchorKeyOffered(address indexed from, address indexed to);
    event AnchorKeyChanged(address indexed from, address indexed to);

    /// @notice The sender does not hold the key that this takes.
    error NotAllowed(address sender);
    /// @notice The regulator has halted the anchoring.
    error AnchoringPaused();
    /// @notice The offered tree is not larger than the one that is anchored.
    error NotLarger(uint64 size, uint64 offered);
    /// @notice The offered tree does not have the anchored one as its beginning.
    error NotConsistent(uint64 size, uint64 offered);

    constructor(bytes32 originHash_, address regulator_) {
        originHash = originHash_;
        regulator = regulator_;
        anchorKey = msg.sender;
        emit AnchorKeyChanged(address(0), msg.sender);
    }

    /// @notice Size and root of the newest anchored tree.
    function head() external view returns (uint64 size, bytes32 root) {
        return (_size, _root);
    }

    /// @notice Moves the head. The first tree, which extends the empty one, takes an empty proof.
    function anchor(uint64 size, bytes32 root, bytes32[] calldata proof) external {
        if (msg.sender != anchorKey) revert NotAllowed(msg.sender);
        if (paused) revert AnchoringPaused();
        uint64 current = _size;
        if (size <= current) revert NotLarger(current, size);
        if (!_isConsistent(current, _root, size, root, proof)) revert NotConsistent(current, size);
        _size = size;
        _root = root;
        emit Anchored(size, root);
    }

    /// @notice Whether a leaf hash stands at an index of the anchored tree (RFC 9162 section 2.1.3.2).
    function includes(uint64 leafIndex, bytes32 leafHash, bytes32[] calldata proof) external view returns (bool) {
        if (leafIndex >= _size) return false;
        uint64 node = leafIndex;
        uint64 last = _size - 1;
        bytes32 hash = leafHash;
        for (uint256 i = 0; i < proof.length; i++) {
            if (last == 0) return false;
            if (node & 1 == 1 || node == last) {
                hash = _hashChildren(proof[i], hash);
                while (node & 1 == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = _hashChildren(hash, proof[i]);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash == _root;
    }

    /// @notice Halts the anchoring. What is anchored stays readable and provable.
    function pause() external {
        if (msg.sender != regulator) revert NotAllowed(msg.sender);
        paused = true;
        emit Paused(msg.sender);
    }

    /// @notice Lets the anchoring go on.
    function unpause() external {
        if (msg.sender != regulator) revert NotAllowed(msg.sender);
        paused = false;
        emit Unpaused(msg.sender);
    }

    /// @notice Offers the anchoring to another key; the zero address takes an offer back.
    function offerAnchorKey(address to) external {
        if (msg.sender != anchorKey) revert NotAllowed(msg.sender);
        pendingAnchorKey = to;
        emit AnchorKeyOffered(msg.sender, to);
    }

    /// @notice Takes the anchoring over. That the new key has to sign this shows that somebody holds it.
    function acceptAnchorKey() external {
        if (msg.sender != pendingAnchorKey) revert NotAllowed(msg.sender);
        emit AnchorKeyChanged(anchorKey, msg.sender);
        anchorKey = msg.sender;
        pendingAnchorKey = address(0);
    }

    /// @dev RFC 9162 section 2.1.4.2 for 0 <= firstSize < secondSize.
    function _isConsistent(uint64 firstSize, bytes32 firstRoot, uint64 secondSize, bytes32 secondRoot, bytes32[] calldata proof)
        private
        view
        returns (bool)
    {
        uint256 length = proof.length;
        if (firstSize == 0) return length == 0;
        if (length == 0) return false;

        uint64 first = firstSize - 1;
        uint64 second = secondSize - 1;
        while (first & 1 == 1) {
            first >>= 1;
            second >>= 1;
        }
        // A first tree of 2^n leaves is a node of the second, so the proof leaves its root out.
        uint256 next = firstSize & (firstSize - 1) == 0 ? 0 : 1;
        bytes32 firstHash = next == 0 ? firstRoot : proof[0];
        bytes32 secondHash = firstHash;
        for (; next < length; next++) {
            if (second == 0) return false;
            bytes32 hash = proof[next];
            if (first & 1 == 1 || first == second) {
                firstHash = _hashChildren(hash, firstHash);
                secondHash = _hashChildren(hash, secondHash);
                while (first & 1 == 0 && first != 0) {
                    first >>= 1;
                    second >>= 1;
                }
            } else {
                secondHash = _hashChildren(secondHash, hash);
            }
            first >>= 1;
            second >>= 1;
        }
        return second == 0 && firstHash == firstRoot && secondHash == secondRoot;
    }

    /// @dev SHA-256(0x01 || left || right). In assembly, because abi.encodePacked would take new memory for each of the
    ///      fifty hashes of a proof. It writes behind the free memory pointer and to the scratch space only.
    function _hashChildren(bytes32 left, bytes32 right) private view returns (bytes32 hash) {
        bool done;
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore8(input, 1)
            mstore(add(input, 1), left)
            mstore(add(input, 33), right)
            done := staticcall(gas(), 2, input, 65, 0, 32)
            hash := mload(0)
        }
        // Out of gas inside the precompile must not pass as a hash.
        require(done);
    }
}
