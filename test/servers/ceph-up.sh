#!/bin/bash
# A Ceph object gateway (S3) on loopback, in memory, without systemd, cephx or manager.
# usage: ceph-up.sh FOLDER S3_PORT MONITOR_PORT ACCESS_KEY SECRET_KEY   (MONITOR_PORT and the next one are used)
# FOLDER is emptied. Needs ceph-mon, ceph-osd and radosgw. `ceph-down.sh FOLDER` stops it.
set -eu
dir=${1:?folder} port=${2:?S3 port} monitor=${3:?monitor port} access=${4:?access key} secret=${5:?secret key}
rm -rf "$dir"
mkdir -p "$dir/mon" "$dir/osd0" "$dir/run" "$dir/log" "$dir/rgw"
fsid=$(cat /proc/sys/kernel/random/uuid)
addresses="[v2:127.0.0.1:$monitor,v1:127.0.0.1:$((monitor + 1))]"
cat > "$dir/ceph.conf" <<CONF
[global]
fsid = $fsid
mon_host = $addresses
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
auth_allow_insecure_global_id_reclaim = false
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pg_autoscale_mode = off
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
mon_max_pg_per_osd = 1000
mon_initial_members = a
osd_crush_chooseleaf_type = 0
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
mon_osd_min_down_reporters = 1
mon_tick_interval = 1
osd_mon_heartbeat_interval = 5
mon_lease = 5
osd_objectstore = memstore
memstore_device_bytes = 4294967296
run_dir = $dir/run
log_file = $dir/log/\$name.log
admin_socket = $dir/run/\$name.asok
pid_file = $dir/run/\$name.pid
keyring = $dir/keyring
mon_data = $dir/mon
osd_data = $dir/osd0
mon_data_avail_warn = 1
mon_data_avail_crit = 1
osd_max_object_name_len = 256
osd_max_object_namespace_len = 64
ms_bind_ipv6 = false
ms_mon_client_mode = crc
ms_mon_cluster_mode = crc
ms_mon_service_mode = crc
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:$port
rgw_dns_name = localhost
rgw_data = $dir/rgw
rgw_thread_pool_size = 64
rgw_enable_usage_log = false
rgw_gc_obj_min_wait = 10
rgw_gc_processor_period = 20
rgw_gc_processor_max_time = 20
rgw_lc_debug_interval = -1
debug_rgw = 1
CONF
export CEPH_CONF="$dir/ceph.conf"
ceph-authtool --create-keyring "$dir/keyring" --gen-key -n mon. --cap mon 'allow *'
ceph-authtool "$dir/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
monmaptool -c "$CEPH_CONF" --create --clobber --addv a "$addresses" --fsid "$fsid" "$dir/monmap"
ceph-mon -c "$CEPH_CONF" --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring"
ceph-mon -c "$CEPH_CONF" -i a
osd=$(cat /proc/sys/kernel/random/uuid)
ceph -c "$CEPH_CONF" osd new "$osd"
ceph-osd -c "$CEPH_CONF" -i 0 --mkfs --osd-uuid "$osd"
ceph-osd -c "$CEPH_CONF" -i 0
radosgw -c "$CEPH_CONF" -n client.rgw
radosgw-admin -c "$CEPH_CONF" user create --uid=test --display-name=test --access-key="$access" --secret-key="$secret"
